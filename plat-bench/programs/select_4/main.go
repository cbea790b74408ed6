package main

import (
	"fmt"
	"time"
)

func produce(output chan<- int64, first, count int64) {
	for i := first; i < first+count; i++ {
		output <- i
	}
}

func run(count int64) int64 {
	a := make(chan int64, 16)
	b := make(chan int64, 16)
	c := make(chan int64, 16)
	d := make(chan int64, 16)
	go produce(a, 0, count)
	go produce(b, count, count)
	go produce(c, 2*count, count)
	go produce(d, 3*count, count)
	sum := int64(0)
	for range 4 * count {
		select {
		case v := <-a:
			sum += v
		case v := <-b:
			sum += v
		case v := <-c:
			sum += v
		case v := <-d:
			sum += v
		}
	}
	return sum
}

func main() {
	run(10000)
	const count = 250000
	start := time.Now()
	sum := run(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/float64(4*count))
	fmt.Println("checksum:", sum)
}
