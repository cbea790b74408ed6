package main

import "fmt"

func filled(n, factor int) []float64 {
	cells := make([]float64, n*n)
	for i := range n {
		for j := range n {
			cells[i*n+j] = float64((i*factor + j) % 7)
		}
	}
	return cells
}

func multiply(a, b []float64, n int) []float64 {
	c := make([]float64, n*n)
	for i := range n {
		ci := c[i*n : (i+1)*n]
		for k := range n {
			aik := a[i*n+k]
			bk := b[k*n : (k+1)*n]
			bk = bk[:len(ci)]
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
		for _, cell := range multiply(a, b, n) {
			sum += cell
		}
	}
	fmt.Printf("checksum: %.1f\n", sum)
}
