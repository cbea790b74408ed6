fn filled(n: usize, factor: usize) -> Vec<Vec<f64>> {
    (0..n)
        .map(|i| (0..n).map(|j| ((i * factor + j) % 7) as f64).collect())
        .collect()
}

fn multiply(a: &[Vec<f64>], b: &[Vec<f64>], n: usize) -> Vec<Vec<f64>> {
    let mut c = vec![vec![0.0; n]; n];
    for (ai, ci) in a.iter().zip(&mut c) {
        for (&aik, bk) in ai.iter().zip(b) {
            for (cij, &bkj) in ci.iter_mut().zip(bk) {
                *cij += aik * bkj;
            }
        }
    }
    c
}

fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let n = line.trim().parse().unwrap_or(400);
    let b = filled(n, 3);
    let mut sum = 0.0;
    for round in 1..=15 {
        let c = multiply(&filled(n, round), &b, n);
        sum += c.iter().flatten().sum::<f64>();
    }
    println!("checksum: {sum:.1}");
}
