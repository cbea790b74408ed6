fn filled(n: usize, factor: usize) -> Vec<f64> {
    (0..n * n)
        .map(|at| ((at / n * factor + at % n) % 7) as f64)
        .collect()
}

fn multiply(a: &[f64], b: &[f64], n: usize) -> Vec<f64> {
    let mut c = vec![0.0; n * n];
    for (ai, ci) in a.chunks_exact(n).zip(c.chunks_exact_mut(n)) {
        for (&aik, bk) in ai.iter().zip(b.chunks_exact(n)) {
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
        sum += c.iter().sum::<f64>();
    }
    println!("checksum: {sum:.1}");
}
