use std::time::Instant;

async fn give_way(count: i64) -> i64 {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
    count
}

async fn measure(count: i64) -> i64 {
    let a = tokio::spawn(give_way(count / 2));
    let b = tokio::spawn(give_way(count / 2));
    a.await.unwrap() + b.await.unwrap()
}

async fn run() {
    let count = 10_000_000;
    measure(count / 10).await;
    let start = Instant::now();
    let yields = measure(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, yields);
}

fn main() {
    peers::on_tokio(run());
}
