use rayon::prelude::*;

type Matrix = Vec<Vec<f64>>;

fn filled(n: usize, factor: usize) -> Matrix {
    (0..n)
        .into_par_iter()
        .map(|i| (0..n).map(|j| ((i * factor + j) % 7) as f64).collect())
        .collect()
}

fn multiply(a: &Matrix, b: &Matrix, n: usize) -> Matrix {
    a.par_iter()
        .map(|row| {
            let mut product = vec![0.0; n];
            for (factor, bk) in row.iter().zip(b) {
                for (cell, x) in product.iter_mut().zip(bk) {
                    *cell += factor * x;
                }
            }
            product
        })
        .collect()
}

fn run() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let n = line.trim().parse().unwrap_or(600);
    let b = filled(n, 3);
    let mut sum = 0.0;
    for round in 1..=15 {
        for row in multiply(&filled(n, round), &b, n) {
            sum += row.iter().sum::<f64>();
        }
    }
    println!("checksum: {sum:.1}");
}

fn main() {
    peers::on_rayon(run);
}
