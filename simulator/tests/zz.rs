mod support;
use payspec_runtime::*;
use payspec_simulator::*;
#[tokio::test]
async fn show() {
    let world = support::specs().await;
    for provider in &world.providers {
        for operation in &provider.operations {
            for (wrong, number) in [(false, "JD1"), (false, "JD2"), (false, "nobody"), (true, "JD1")] {
                world.simulator.put(&provider.name, SimulatedOrder::new("JD1").state(OrderState::Paid).amount(Fen::new(523000)).paid_at(ChinaTime::now()).channel_order_no("420000"));
                world.simulator.put(&provider.name, SimulatedOrder::new("JD2"));
                let credentials = if wrong { world.wrong_key(provider) } else { world.simulator.credentials(&provider.name).unwrap() };
                let endpoint = Endpoint::new(ProviderRef::from(provider.clone()), world.simulator.url(&provider.name).unwrap(), credentials);
                let exchange = endpoint.prepare(&operation.name, &support::about(operation, number), None, &SystemAmbient).unwrap();
                let out = exchange.outgoing().clone();
                let incoming = HttpTransport::new().send(&out).await.unwrap();
                println!("{} {}\n  > {}\n  < {}\n  = {:?}", provider.name, operation.name, out.body, String::from_utf8_lossy(&incoming.body), exchange.receive(&incoming).map(|r| r.orders().to_vec()).map_err(|e| e.to_string()));
                println!("  {:?}", world.simulator.exchanges().pop().unwrap());
            }
        }
    }
}
