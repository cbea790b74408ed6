package main

import "fmt"

func rowsOf(n int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, n)
	}
	return rows
}

func filled(n, factor int) [][]float64 {
	rows := rowsOf(n)
	for i, row := range rows {
		for j := range row {
			row[j] = float64((i*factor + j) % 7)
		}
	}
	return rows
}

func multiply(a, b [][]float64, n int) [][]float64 {
	c := rowsOf(n)
	for i, ci := range c {
		ai := a[i]
		for k := range n {
			aik := ai[k]
			bk := b[k][:len(ci)]
			for j := range ci {
				ci[j] += aik * bk[j]
			}
		}
	}
	return c
}

func main() {
	n := 400
	fmt.Scan(&n)
	b := filled(n, 3)
	sum := 0.0
	for round := 1; round <= 15; round++ {
		a := filled(n, round)
		for _, row := range multiply(a, b, n) {
			for _, cell := range row {
				sum += cell
			}
		}
	}
	fmt.Printf("checksum: %.1f\n", sum)
}
