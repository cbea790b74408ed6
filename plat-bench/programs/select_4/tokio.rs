use std::time::Instant;
use tokio::sync::mpsc;

async fn produce(output: mpsc::Sender<i64>, first: i64, count: i64) {
    for i in first..first + count {
        output.send(i).await.unwrap();
    }
}

async fn measure(count: i64) -> i64 {
    let (to_a, mut a) = mpsc::channel(16);
    let (to_b, mut b) = mpsc::channel(16);
    let (to_c, mut c) = mpsc::channel(16);
    let (to_d, mut d) = mpsc::channel(16);
    tokio::spawn(produce(to_a, 0, count));
    tokio::spawn(produce(to_b, count, count));
    tokio::spawn(produce(to_c, 2 * count, count));
    tokio::spawn(produce(to_d, 3 * count, count));
    let mut sum = 0;
    for _ in 0..4 * count {
        sum += tokio::select! {
            Some(v) = a.recv() => v,
            Some(v) = b.recv() => v,
            Some(v) = c.recv() => v,
            Some(v) = d.recv() => v,
        };
    }
    sum
}

async fn run() {
    measure(10000).await;
    let count = 250000;
    let start = Instant::now();
    let sum = measure(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, 4 * count, sum);
}

fn main() {
    peers::on_tokio(run());
}
