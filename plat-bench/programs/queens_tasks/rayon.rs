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

fn row(rows: u32, columns: u32, left: u32, right: u32) -> i64 {
    if rows == 0 {
        return count(columns, left, right);
    }
    places(0x3fff & !(columns | left | right), rows, columns, left, right)
}

fn places(free: u32, rows: u32, columns: u32, left: u32, right: u32) -> i64 {
    if free == 0 {
        return 0;
    }
    let place = free & free.wrapping_neg();
    let (others, first) = rayon::join(
        || places(free ^ place, rows, columns, left, right),
        || row(rows - 1, columns | place, (left | place) << 1, (right | place) >> 1),
    );
    others + first
}

fn main() {
    peers::on_rayon(|| println!("checksum: {}", row(7, 0, 0, 0)));
}
