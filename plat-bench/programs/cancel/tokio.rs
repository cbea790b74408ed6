use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, Semaphore};

async fn wait(ready: mpsc::Sender<i64>, gate: Arc<Semaphore>, i: i64) {
    ready.send(i).await.unwrap();
    gate.acquire().await.unwrap().forget();
}

async fn measure(count: i64) -> Duration {
    let (ready, mut arrived) = mpsc::channel(1024);
    let gate = Arc::new(Semaphore::new(0));
    let tasks: Vec<_> = (0..count)
        .map(|i| tokio::spawn(wait(ready.clone(), gate.clone(), i)))
        .collect();
    let mut sum = 0;
    for _ in 0..count {
        sum += arrived.recv().await.unwrap();
    }
    assert_eq!(sum, count * (count - 1) / 2);
    let start = Instant::now();
    for task in &tasks {
        task.abort();
    }
    for task in tasks {
        assert!(task.await.unwrap_err().is_cancelled());
    }
    start.elapsed()
}

async fn run() {
    let count = 100_000;
    measure(count / 10).await;
    let elapsed = measure(count).await;
    peers::print_per_op(elapsed, count, count);
}

fn main() {
    peers::on_tokio(run());
}
