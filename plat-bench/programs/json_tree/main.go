package main

import (
	"fmt"
	"strconv"
	"strings"
)

type json interface{}

type null struct{}

type member struct {
	name  string
	value json
}

func document(seed int64, depth int) json {
	if depth == 0 {
		switch seed % 3 {
		case 0:
			return null{}
		case 1:
			return seed
		default:
			return "text " + strconv.FormatInt(seed, 10)
		}
	}
	if seed%2 == 0 {
		var items []json
		for i := int64(0); i < 8; i++ {
			items = append(items, document(seed*3+i, depth-1))
		}
		return items
	}
	var members []*member
	for i := int64(0); i < 8; i++ {
		members = append(members, &member{"field" + strconv.FormatInt(i, 10), document(seed*5+i, depth-1)})
	}
	return members
}

func write(value json, out *strings.Builder) {
	switch value := value.(type) {
	case null:
		out.WriteString("null")
	case int64:
		out.WriteString(strconv.FormatInt(value, 10))
	case string:
		out.WriteByte('"')
		out.WriteString(value)
		out.WriteByte('"')
	case []json:
		out.WriteByte('[')
		for i, item := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			write(item, out)
		}
		out.WriteByte(']')
	case []*member:
		out.WriteByte('{')
		for i, m := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteByte('"')
			out.WriteString(m.name)
			out.WriteString("\":")
			write(m.value, out)
		}
		out.WriteByte('}')
	}
}

func main() {
	var kept []json
	checksum := 0
	for round := int64(0); round < 100; round++ {
		tree := document(round, 5)
		if round%10 == 0 {
			kept = append(kept, tree)
		}
		var out strings.Builder
		write(tree, &out)
		checksum += len(out.String())
	}
	fmt.Println("checksum:", checksum+len(kept))
}
