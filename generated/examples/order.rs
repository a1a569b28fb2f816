//! Asks a simulated 乐刷 what became of an order: `cargo run -p payspec --example order`.
#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use payspec::leshua::{Client, Credentials, Environment, PROVIDER, QueryStatus};
use payspec::{Fen, Money, OrderState};
use payspec_simulator::{SimulatedOrder, Simulator};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A 乐刷 of one's own, with an order that was paid.
    let simulator = Simulator::new([PROVIDER]).bind("127.0.0.1:0").await?;
    let order = SimulatedOrder::new("JD201909250317100002").state(OrderState::Paid).amount(Fen::new(5800));
    simulator.put("leshua", order)?;
    let merchant = simulator.merchant("leshua").ok_or("not simulated")?;
    let url = simulator.url("leshua").ok_or("not simulated")?;

    // With the numbers of a real merchant: Environment::Production.
    let credentials =
        Credentials::new(merchant.texts["merchant_id"].as_str(), merchant.secrets["key"].clone());
    let leshua = Client::new(Environment::Url(url), credentials);

    let question = QueryStatus::by_third_order_id("JD201909250317100002").expect_amount(Money::cny(5800));
    let reply = leshua.query_status(question).await?;
    match reply.state() {
        OrderState::Paid => println!("paid: {:?}", reply.order().amount),
        OrderState::Pending | OrderState::Unknown => println!("not known yet: ask again"),
        state => println!("not paid: {state}"),
    }
    Ok(())
}
