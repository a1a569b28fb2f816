//! One order until its state is final, then many: `cargo run -p payspec --example reconcile -- try.toml leshua DEMO-SOON`
//! with a line for each further order number on stdin. `payspec simulate --write-config try.toml` writes a configuration
//! to try it with.
#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use futures_util::{StreamExt, stream};
use payspec::{Concurrency, Merchants, OrderKey, Outcome, Patience};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(shop), Some(number)) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: reconcile CONFIGURATION MERCHANT ORDER_NO".into());
    };
    let merchants = Merchants::from_file(path, payspec::PROVIDERS)?;
    let client = merchants.get(&shop).ok_or("no such merchant")?;

    match client.until_final(OrderKey::Merchant(number), Patience::documented()).await {
        Outcome::Final(order) => println!("{}: {:?}", order.state, order.amount),
        Outcome::Unresolved(unresolved) => println!("{unresolved}"),
    }

    // What cannot be read ends the list, and is not passed over in silence.
    let mut unread = Ok(());
    let numbers = std::io::stdin().lines().map_while(|line| line.map_err(|error| unread = Err(error)).ok());
    let mut answers = client.query_all(stream::iter(numbers.map(OrderKey::Merchant)), Concurrency::new(16));
    while let Some((key, answer)) = answers.next().await {
        match answer {
            Ok(order) => println!("{key:?}: {}", order.state),
            Err(error) => println!("{key:?}: {error}"),
        }
    }
    drop(answers);
    Ok(unread?)
}
