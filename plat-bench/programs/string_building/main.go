package main

import (
	"fmt"
	"strconv"
	"strings"
)

func main() {
	checksum := 0
	for round := range 5000 {
		var parts []string
		for i := range 1000 {
			parts = append(parts, "item "+strconv.Itoa(i)+" of round "+strconv.Itoa(round))
		}
		checksum += len(strings.Join(parts, ", "))
	}
	fmt.Println("checksum:", checksum)
}
