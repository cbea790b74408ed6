package main

import (
	"fmt"
	"runtime"
	"sync"
)

// Eight chunks of rows for each thread: enough to even out, few enough to cost nothing.
func inParallel(n int, f func(i int)) {
	chunk := max(1, n/(8*runtime.GOMAXPROCS(0)))
	var all sync.WaitGroup
	for first := 0; first < n; first += chunk {
		all.Go(func() {
			for i := first; i < min(first+chunk, n); i++ {
				f(i)
			}
		})
	}
	all.Wait()
}

func filled(n, factor int) [][]float64 {
	rows := make([][]float64, n)
	inParallel(n, func(i int) {
		row := make([]float64, n)
		for j := range row {
			row[j] = float64((i*factor + j) % 7)
		}
		rows[i] = row
	})
	return rows
}

func multiply(a, b [][]float64, n int) [][]float64 {
	c := make([][]float64, n)
	inParallel(n, func(i int) {
		row := make([]float64, n)
		for k, factor := range a[i] {
			bk := b[k][:len(row)]
			for j := range row {
				row[j] += factor * bk[j]
			}
		}
		c[i] = row
	})
	return c
}

func main() {
	n := 600
	fmt.Scan(&n)
	b := filled(n, 3)
	sum := 0.0
	for round := 1; round <= 15; round++ {
		for _, row := range multiply(filled(n, round), b, n) {
			for _, cell := range row {
				sum += cell
			}
		}
	}
	fmt.Printf("checksum: %.1f\n", sum)
}
