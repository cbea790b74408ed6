use std::sync::Arc;
use tokio::sync::{mpsc, Semaphore};

struct Session {
    id: i64,
    name: String,
}

struct Node {
    value: i64,
    next: Option<Box<Node>>,
}

async fn serve(gate: Arc<Semaphore>, ready: mpsc::Sender<i64>, ids: mpsc::Sender<i64>, id: i64) {
    let session = Box::new(Session { id, name: format!("session {id}") });
    ready.send(1).await.unwrap();
    drop(ready);
    assert!(gate.acquire().await.is_err()); // it is never given, only closed
    ids.send(session.id + session.name.len() as i64).await.unwrap();
}

fn requests(count: i64) -> i64 {
    let mut total = 0;
    for i in 0..count {
        let mut list: Option<Box<Node>> = None;
        for k in 0..100 {
            list = Some(Box::new(Node { value: i + k, next: list }));
        }
        while let Some(node) = list {
            total += node.value;
            list = node.next;
        }
    }
    total
}

async fn run() {
    let count = 200000;
    let gate = Arc::new(Semaphore::new(0));
    let (ready, mut arrived) = mpsc::channel(1024);
    let (ids, mut asked) = mpsc::channel(1024);
    for id in 0..count {
        tokio::spawn(serve(gate.clone(), ready.clone(), ids.clone(), id));
    }
    drop(ready);
    drop(ids);
    for _ in 0..count {
        arrived.recv().await.unwrap();
    }
    let mut sum = requests(500000);
    gate.close();
    for _ in 0..count {
        sum += asked.recv().await.unwrap();
    }
    println!("checksum: {sum}");
}

fn main() {
    peers::on_tokio(run());
}
