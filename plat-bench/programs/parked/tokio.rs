use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{mpsc, Semaphore};

async fn wait(ready: mpsc::Sender<i64>, gate: Arc<Semaphore>, i: i64) {
    ready.send(i).await.unwrap();
    assert!(gate.acquire().await.is_err()); // it is never given, only closed
}

async fn measure(count: i64) -> i64 {
    let (ready, mut arrived) = mpsc::channel(1024);
    let gate = Arc::new(Semaphore::new(0));
    for i in 0..count {
        tokio::spawn(wait(ready.clone(), gate.clone(), i));
    }
    drop(ready);
    let mut sum = 0;
    for _ in 0..count {
        sum += arrived.recv().await.unwrap();
    }
    gate.close();
    assert!(arrived.recv().await.is_none()); // all senders are gone, so all tasks have ended
    sum
}

async fn run() {
    let count = 1000000;
    let start = Instant::now();
    let sum = measure(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, sum);
}

fn main() {
    peers::on_tokio(run());
}
