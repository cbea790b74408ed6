package main

import (
	"fmt"
	"runtime"
	"time"
)

func giveWay(count int64, done chan<- int64) {
	for range count {
		runtime.Gosched()
	}
	done <- count
}

func run(count int64) int64 {
	done := make(chan int64)
	go giveWay(count/2, done)
	go giveWay(count/2, done)
	return <-done + <-done
}

func main() {
	const count = 10000000
	run(count / 10)
	start := time.Now()
	yields := run(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/count)
	fmt.Println("checksum:", yields)
}
