use std::sync::Arc;

type Matrix = Vec<Vec<f64>>;

/// The rows of a matrix, in eight tasks for each thread.
async fn in_parallel(n: usize, row: impl Fn(usize) -> Vec<f64> + Send + Sync + 'static) -> Matrix {
    let row = Arc::new(row);
    let workers = tokio::runtime::Handle::current().metrics().num_workers();
    let chunk = (n / (8 * workers)).max(1);
    let tasks: Vec<_> = (0..n)
        .step_by(chunk)
        .map(|first| {
            let row = row.clone();
            tokio::spawn(async move { (first..n.min(first + chunk)).map(|i| row(i)).collect::<Matrix>() })
        })
        .collect();
    let mut rows = Vec::with_capacity(n);
    for task in tasks {
        rows.append(&mut task.await.unwrap());
    }
    rows
}

async fn filled(n: usize, factor: usize) -> Arc<Matrix> {
    let row = move |i| (0..n).map(|j| ((i * factor + j) % 7) as f64).collect();
    Arc::new(in_parallel(n, row).await)
}

async fn multiply(a: Arc<Matrix>, b: Arc<Matrix>, n: usize) -> Matrix {
    let row = move |i: usize| {
        let mut product = vec![0.0; n];
        for (factor, bk) in a[i].iter().zip(b.iter()) {
            for (cell, x) in product.iter_mut().zip(bk) {
                *cell += factor * x;
            }
        }
        product
    };
    in_parallel(n, row).await
}

async fn run() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let n = line.trim().parse().unwrap_or(600);
    let b = filled(n, 3).await;
    let mut sum = 0.0;
    for round in 1..=15 {
        for row in multiply(filled(n, round).await, b.clone(), n).await {
            sum += row.iter().sum::<f64>();
        }
    }
    println!("checksum: {sum:.1}");
}

fn main() {
    peers::on_tokio(run());
}
