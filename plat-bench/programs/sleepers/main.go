package main

import (
	"fmt"
	"time"
)

func sleeper(until time.Time, late chan<- int64) {
	time.Sleep(time.Until(until))
	late <- time.Since(until).Nanoseconds()
}

func run(count int64) int64 {
	late := make(chan int64, 1024)
	start := time.Now().Add(300 * time.Millisecond)
	for i := range count {
		go sleeper(start.Add(time.Duration(i*7919%100000)*10*time.Microsecond), late)
	}
	sum := int64(0)
	for range count {
		sum += <-late
	}
	return sum
}

func main() {
	const count = 100000
	late := run(count)
	fmt.Printf("ns_per_op: %.2f\n", float64(late)/float64(count))
	fmt.Println("checksum:", count)
}
