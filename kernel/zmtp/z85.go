package zmtp

import (
	"encoding/binary"
	"fmt"
	"strings"
)

const z85Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"

// EncodeZ85 returns data as text of five characters for each four bytes (ZeroMQ
// RFC 32). The length of data must be a multiple of four.
func EncodeZ85(data []byte) (string, error) {
	if len(data)%4 != 0 {
		return "", fmt.Errorf("zmtp: EncodeZ85: %d bytes are no multiple of 4", len(data))
	}
	text := make([]byte, 0, len(data)/4*5)
	for ; len(data) > 0; data = data[4:] {
		v := binary.BigEndian.Uint32(data)
		for div := uint32(85 * 85 * 85 * 85); div > 0; div /= 85 {
			text = append(text, z85Digits[v/div%85])
		}
	}
	return string(text), nil
}

// DecodeZ85 returns the bytes of a text that EncodeZ85 has made.
func DecodeZ85(text string) ([]byte, error) {
	if len(text)%5 != 0 {
		return nil, fmt.Errorf("zmtp: DecodeZ85: %d characters are no multiple of 5", len(text))
	}
	data := make([]byte, 0, len(text)/5*4)
	for start := 0; start < len(text); start += 5 {
		var v uint64
		for i := start; i < start+5; i++ {
			digit := strings.IndexByte(z85Digits, text[i])
			if digit < 0 {
				return nil, fmt.Errorf("zmtp: DecodeZ85: character %d is %q, which is no digit", i+1, text[i])
			}
			v = v*85 + uint64(digit)
		}
		if v > 1<<32-1 {
			return nil, fmt.Errorf("zmtp: DecodeZ85: %q is more than four bytes", text[start:start+5])
		}
		data = binary.BigEndian.AppendUint32(data, uint32(v))
	}
	return data, nil
}
