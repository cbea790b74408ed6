use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

fn fib(n: i64) -> Pin<Box<dyn Future<Output = i64> + Send>> {
    Box::pin(async move {
        if n < 2 {
            return n;
        }
        let a = tokio::spawn(fib(n - 1));
        let b = tokio::spawn(fib(n - 2));
        a.await.unwrap() + b.await.unwrap()
    })
}

async fn run() {
    fib(20).await;
    let start = Instant::now();
    let result = fib(27).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, 635_621, result);
}

fn main() {
    peers::on_tokio(run());
}
