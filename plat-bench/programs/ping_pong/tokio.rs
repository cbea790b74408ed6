use std::time::Instant;
use tokio::sync::mpsc;

/// Tokio has no rendezvous: a capacity of one is the nearest, and asks for less waiting.
async fn round_trips(count: i64) -> i64 {
    let (questions, mut asked) = mpsc::channel::<i64>(1);
    let (answer, mut answers) = mpsc::channel::<i64>(1);
    tokio::spawn(async move {
        while let Some(value) = asked.recv().await {
            answer.send(value + 1).await.unwrap();
        }
    });
    let mut value = 0;
    for _ in 0..count {
        questions.send(value).await.unwrap();
        value = answers.recv().await.unwrap();
    }
    value
}

async fn run() {
    let count = 1_000_000;
    round_trips(count / 10).await;
    let start = Instant::now();
    let value = round_trips(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, value);
}

fn main() {
    peers::on_tokio(run());
}
