//! `umf_service_provider`: payTime has no year, it is that of platDate.

use payspec::OrderState;
use payspec_tests::naive::Value;

use crate::umf_service_provider::{ask, reply};
use crate::{shown, with, without};

fn check(plat_date: &str, pay_time: &str, expected: &str) {
    let reply = with(&with(&reply(), "platDate", Value::of(plat_date)), "payTime", Value::of(pay_time));
    let reply = ask(&reply).expect("a time is no reason to lose an answer");
    assert_eq!(shown(reply.order().paid_at), expected, "{plat_date} {pay_time}");
    assert_eq!(shown(reply.pay_time), expected, "{plat_date} {pay_time}");
    assert_eq!(reply.state(), OrderState::Paid);
}

#[test]
fn the_year_is_that_of_the_platform_s_date() {
    check("20190925", "0925152411", "2019-09-25T15:24:11+08:00");
    check("20240301", "0229120000", "2024-02-29T12:00:00+08:00");
}

#[test]
fn around_new_year_it_is_the_closer_one() {
    check("20200101", "1231235959", "2019-12-31T23:59:59+08:00");
    check("20191231", "1231235959", "2019-12-31T23:59:59+08:00");
    check("20191231", "0101000001", "2020-01-01T00:00:01+08:00");
    check("20200101", "0101000000", "2020-01-01T00:00:00+08:00");
}

#[test]
fn a_day_that_the_year_does_not_have_is_no_time() {
    check("20190301", "0229120000", "-");
    check("20190925", "1325152411", "-");
    check("20190925", "0925252411", "-");
}

#[test]
fn a_time_that_is_not_wholly_there_is_none() {
    check("", "0925152411", "-");
    check("20190925", "", "-");
    check("2019-09-25", "0925152411", "-");
    check("20190925", "20190925152411", "-");
    check("20190925", "925152411", "-");
    for missing in ["platDate", "payTime"] {
        let absent = ask(&without(&reply(), missing)).expect("it is authentic");
        let null = ask(&with(&reply(), missing, Value::Null)).expect("it is authentic");
        assert_eq!((absent.order().paid_at, null.order().paid_at), (None, None), "{missing}");
        assert_eq!((absent.state(), null.state()), (OrderState::Paid, OrderState::Paid));
    }
}
