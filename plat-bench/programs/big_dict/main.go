package main

import "fmt"

func main() {
	const count = 10000000
	dict := map[int64]int64{}
	for i := int64(0); i < count; i++ {
		dict[i*7] = i
	}
	checksum := int64(0)
	for i := int64(0); i < count; i++ {
		if value, found := dict[i*7]; found {
			checksum += value
		}
	}
	for i := int64(0); i < count/2; i++ {
		delete(dict, i*14)
	}
	checksum += int64(len(dict))
	fmt.Println("checksum:", checksum)
}
