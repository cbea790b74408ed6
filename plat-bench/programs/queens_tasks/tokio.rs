use std::pin::Pin;

fn count(columns: u32, left: u32, right: u32) -> i64 {
    if columns == 0x3fff {
        return 1;
    }
    let mut solutions = 0;
    let mut free = 0x3fff & !(columns | left | right);
    while free != 0 {
        let place = free & free.wrapping_neg();
        free ^= place;
        solutions += count(columns | place, (left | place) << 1, (right | place) >> 1);
    }
    solutions
}

fn row(rows: u32, columns: u32, left: u32, right: u32) -> Pin<Box<dyn Future<Output = i64> + Send>> {
    Box::pin(async move {
        if rows == 0 {
            return count(columns, left, right);
        }
        let mut free: u32 = 0x3fff & !(columns | left | right);
        let mut tasks = Vec::with_capacity(free.count_ones() as usize);
        while free != 0 {
            let place = free & free.wrapping_neg();
            free ^= place;
            tasks.push(tokio::spawn(row(rows - 1, columns | place, (left | place) << 1, (right | place) >> 1)));
        }
        let mut solutions = 0;
        for task in tasks {
            solutions += task.await.unwrap();
        }
        solutions
    })
}

fn main() {
    peers::on_tokio(async { println!("checksum: {}", row(7, 0, 0, 0).await) });
}
