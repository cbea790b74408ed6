package main

import (
	"fmt"
	"sync"
	"time"
)

func fanOut(count int64) int64 {
	results := make([]int64, count)
	var all sync.WaitGroup
	all.Add(int(count))
	for i := range count {
		go func() {
			results[i] = i
			all.Done()
		}()
	}
	all.Wait()
	sum := int64(0)
	for _, result := range results {
		sum += result
	}
	return sum
}

func main() {
	const count = 1000000
	fanOut(count / 10)
	start := time.Now()
	sum := fanOut(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/count)
	fmt.Println("checksum:", sum)
}
