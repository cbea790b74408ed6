use std::time::Instant;
use tokio::sync::mpsc;

async fn pass_on(mut input: mpsc::Receiver<i64>, output: mpsc::Sender<i64>) {
    while let Some(token) = input.recv().await {
        output.send(token + 1).await.unwrap();
    }
}

async fn circulate(rounds: i64) -> i64 {
    let (first, mut last) = mpsc::channel(1);
    for _ in 0..1000 {
        let (output, next) = mpsc::channel(1);
        tokio::spawn(pass_on(last, output));
        last = next;
    }
    let mut token = 0;
    for _ in 0..rounds {
        first.send(token).await.unwrap();
        token = last.recv().await.unwrap();
    }
    token
}

async fn run() {
    circulate(100).await;
    let start = Instant::now();
    let hops = circulate(1000).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, hops, hops);
}

fn main() {
    peers::on_tokio(run());
}
