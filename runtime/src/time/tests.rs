use jiff::civil::{date, time};
use proptest::prelude::*;

use super::*;

fn read(format: &str, text: &str) -> Option<String> {
    match Pattern::parse(format).unwrap().read_datetime(text)? {
        Moment::Instant(instant) => Some(instant.to_string()),
        Moment::Yearless(_) => Some("yearless".to_owned()),
    }
}

fn completed(text: &str, near: Date) -> Option<String> {
    let moment = Pattern::parse("MMddHHmmss").unwrap().read_datetime(text).unwrap();
    moment.instant(Some(near)).map(|instant| instant.to_string())
}

#[test]
fn an_instant_is_shown_at_plus_eight() {
    let instant = ChinaTime::from_milliseconds(1_569_396_251_000).unwrap();
    assert_eq!(instant.to_string(), "2019-09-25T15:24:11+08:00");
    assert_eq!(format!("{instant:?}"), "2019-09-25T15:24:11+08:00");
    assert_eq!(instant.date(), date(2019, 9, 25));
    assert_eq!(instant.time(), time(15, 24, 11, 0));
    assert_eq!(instant.as_milliseconds(), 1_569_396_251_000);
    let fraction = ChinaTime::from_milliseconds(1_569_396_251_070).unwrap();
    assert_eq!(fraction.to_string(), "2019-09-25T15:24:11.07+08:00");
}

#[test]
fn milliseconds_beyond_the_year_9999_are_no_time() {
    assert_eq!(ChinaTime::from_milliseconds(i64::MAX), None);
    assert_eq!(ChinaTime::from_milliseconds(i64::MIN), None);
}

#[test]
fn the_formats_of_the_documents_are_read() {
    for (format, text) in [
        ("yyyyMMddHHmmss", "20190925152411"),
        ("yyyy-MM-dd HH:mm:ss", "2019-09-25 15:24:11"),
        ("yyyy-MM-dd'T'HH:mm:ss", "2019-09-25T15:24:11"),
        ("HHmmssyyyyMMdd", "15241120190925"),
        ("yyyy年MM月dd日 HH:mm:ss", "2019年09月25日 15:24:11"),
    ] {
        assert_eq!(read(format, text).as_deref(), Some("2019-09-25T15:24:11+08:00"), "{format}");
    }
    assert_eq!(read("yyyyMMddHHmmssSSS", "20190925152411070").unwrap(), "2019-09-25T15:24:11.07+08:00");
    assert_eq!(read("MMddHHmmss", "0925152411").as_deref(), Some("yearless"));
}

#[test]
fn a_text_that_is_not_exactly_in_the_format_is_not_read() {
    for text in [
        "",
        "2019092515241",
        "201909251524110",
        " 20190925152411",
        "20190925152411 ",
        "2019092515241a",
        "+2019925152411",
        "20191325152411",
        "20190229152411",
        "20190931152411",
        "20190925242411",
        "20190925156011",
        "20190925152460",
        "20190900152411",
        "２０１９０９２５１５２４１１",
        "2019-09-25 15:24:11",
        "年年年年",
    ] {
        assert_eq!(read("yyyyMMddHHmmss", text), None, "{text}");
    }
    assert_eq!(read("yyyy-MM-dd HH:mm:ss", "2019-09-25T15:24:11"), None);
    assert_eq!(read("MMddHHmmss", "0230152411"), None);
}

#[test]
fn a_29_february_is_read_in_leap_years_and_without_a_year() {
    assert_eq!(read("yyyyMMddHHmmss", "20240229000000").unwrap(), "2024-02-29T00:00:00+08:00");
    assert_eq!(read("yyyyMMddHHmmss", "20230229000000"), None);
    assert_eq!(read("MMddHHmmss", "0229000000").as_deref(), Some("yearless"));
}

#[test]
fn a_date_may_come_with_a_time_that_is_left_out_but_must_be_one() {
    let pattern = Pattern::parse("yyyyMMddHHmmss").unwrap();
    assert_eq!(pattern.read_date("20190925152411"), Some(date(2019, 9, 25)));
    assert_eq!(pattern.read_date("20190925152461"), None);
    assert_eq!(pattern.read_time("20190925152411"), Some(time(15, 24, 11, 0)));
    assert_eq!(pattern.read_time("20190931152411"), None);
    assert_eq!(Pattern::parse("yyyyMMdd").unwrap().read_date("20190925"), Some(date(2019, 9, 25)));
    assert_eq!(Pattern::parse("HHmmss").unwrap().read_time("235959"), Some(time(23, 59, 59, 0)));
    assert_eq!(Pattern::parse("HH:mm").unwrap().read_time("23:59"), Some(time(23, 59, 0, 0)));
}

#[test]
fn a_format_does_not_give_what_it_lacks() {
    assert_eq!(Pattern::parse("MMdd").unwrap().read_date("0925"), None);
    assert_eq!(Pattern::parse("yyyyMMdd").unwrap().read_time("20190925"), None);
    assert_eq!(read("yyyyMMdd", "20190925"), None);
    assert_eq!(read("HHmmss", "152411"), None);
}

#[test]
fn the_year_is_the_one_that_brings_it_closest() {
    let completed = |text, near| completed(text, near).unwrap();
    assert_eq!(completed("0925152411", date(2019, 9, 25)), "2019-09-25T15:24:11+08:00");
    assert_eq!(completed("1231235959", date(2020, 1, 1)), "2019-12-31T23:59:59+08:00");
    assert_eq!(completed("0101000000", date(2019, 12, 31)), "2020-01-01T00:00:00+08:00");
    assert_eq!(completed("0229120000", date(2020, 3, 1)), "2020-02-29T12:00:00+08:00");
}

#[test]
fn a_29_february_far_from_a_leap_year_is_no_time() {
    assert_eq!(completed("0229120000", date(2023, 3, 1)), None);
    assert_eq!(completed("0229120000", date(2022, 7, 1)), None);
}

#[test]
fn a_time_without_a_year_is_none_without_a_date() {
    let moment = Pattern::parse("MMddHHmmss").unwrap().read_datetime("0925152411").unwrap();
    assert_eq!(moment.instant(None), None);
}

#[test]
fn years_at_the_ends_of_the_calendar_do_not_panic() {
    for near in [Date::MIN, Date::MAX] {
        for text in ["0101000000", "1231235959", "0229000000"] {
            let _ = completed(text, near);
        }
    }
    assert_eq!(read("yyyyMMddHHmmss", "00000101000000").unwrap(), "0000-01-01T00:00:00+08:00");
    assert_eq!(read("yyyyMMddHHmmss", "99991231235959"), None, "beyond the last instant of UTC");
}

#[test]
fn formats_that_say_nothing_clear_are_refused() {
    use PatternError::{Gap, Nothing, OpenQuote, Repeated, UnknownPart};
    for (format, error) in [
        ("", Nothing),
        ("-", Nothing),
        ("''", Nothing),
        ("yyMMdd", UnknownPart { letter: 'y' }),
        ("YYYYMMdd", UnknownPart { letter: 'Y' }),
        ("yyyyMMddhhmmss", UnknownPart { letter: 'h' }),
        ("yyyyMMddHHmmssZ", UnknownPart { letter: 'Z' }),
        ("yyyy-MM-ddTHH:mm:ss", UnknownPart { letter: 'T' }),
        ("yyyyMMdd'", OpenQuote),
        ("yyyyMMdd yyyy", Repeated { letter: 'y' }),
        ("yyyy", Gap),
        ("yyyyMM", Gap),
        ("yyyydd", Gap),
        ("mmss", Gap),
        ("HH", Gap),
        ("HHss", Gap),
        ("HHmmSSS", Gap),
    ] {
        assert_eq!(Pattern::parse(format).map(|_| ()), Err(error), "{format}");
    }
}

#[test]
fn a_pattern_says_what_it_has() {
    let has = |format| {
        let pattern = Pattern::parse(format).unwrap();
        (pattern.has_year(), pattern.has_date(), pattern.has_time())
    };
    assert_eq!(has("yyyyMMddHHmmss"), (true, true, true));
    assert_eq!(has("MMddHHmmss"), (false, true, true));
    assert_eq!(has("yyyyMMdd"), (true, true, false));
    assert_eq!(has("HHmmss"), (false, false, true));
}

#[test]
fn writing_refuses_to_invent_or_to_cut_off() {
    let all = Pattern::parse("yyyyMMddHHmmss").unwrap();
    assert_eq!(all.write_date(date(2019, 9, 25)), None);
    assert_eq!(all.write_time(time(1, 2, 3, 0)), None);
    assert_eq!(Pattern::parse("yyyy-MM-dd").unwrap().write_date(date(-1, 9, 25)), None);
    assert_eq!(Pattern::parse("yyyy-MM-dd").unwrap().write_date(date(2019, 9, 5)).unwrap(), "2019-09-05");
    assert_eq!(Pattern::parse("HH:mm:ss").unwrap().write_time(time(1, 2, 3, 0)).unwrap(), "01:02:03");
    let quotes = Pattern::parse("HH''mm' o''clock'").unwrap();
    assert_eq!(quotes.write_time(time(1, 2, 3, 0)).unwrap(), "01'02 o'clock");
    assert_eq!(quotes.read_time("01'02 o'clock"), Some(time(1, 2, 0, 0)));
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(seconds in 0_i64..253_000_000_000, format in prop_oneof![
        Just("yyyyMMddHHmmss"), Just("yyyy-MM-dd HH:mm:ss"), Just("HH:mm:ss dd/MM/yyyy"), Just("yyyyMMddHHmmssSSS"),
    ]) {
        let instant = ChinaTime::from_milliseconds(seconds * 1000).unwrap();
        let pattern = Pattern::parse(format).unwrap();
        let text = pattern.write_datetime(instant).unwrap();
        prop_assert_eq!(pattern.read_datetime(&text), Some(Moment::Instant(instant)));
    }

    #[test]
    fn a_time_within_five_months_finds_its_year_again(seconds in 100_000_000_i64..4_000_000_000, days in -150_i64..150) {
        let instant = ChinaTime::from_milliseconds(seconds * 1000).unwrap();
        let near = ChinaTime::from_milliseconds((seconds + days * 86_400) * 1000).unwrap().date();
        let pattern = Pattern::parse("MMddHHmmss").unwrap();
        let text = pattern.write_datetime(instant).unwrap();
        prop_assert_eq!(pattern.read_datetime(&text).unwrap().instant(Some(near)), Some(instant));
    }

    #[test]
    fn no_text_makes_it_panic(format in "\\PC{0,12}|[yMdHmsS':-]{0,24}", text in "\\PC{0,12}|[0-9:-]{0,24}") {
        if let Ok(pattern) = Pattern::parse(&format) {
            let _ = pattern.read_datetime(&text);
            let _ = pattern.read_date(&text);
            let _ = pattern.read_time(&text);
        }
    }
}
