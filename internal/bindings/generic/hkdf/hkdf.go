// Package hkdf is the standard library's crypto/hkdf.
package hkdf

import (
	"hash"

	"golab/internal/bindings/native"
)

func Extract[H hash.Hash](h func() H, secret, salt []byte) ([]byte, error) {
	return native.Extract(func() hash.Hash { return h() }, secret, salt)
}

func Expand[H hash.Hash](h func() H, pseudorandomKey []byte, info string, keyLength int) ([]byte, error) {
	return native.Expand(func() hash.Hash { return h() }, pseudorandomKey, info, keyLength)
}

func Key[Hash hash.Hash](h func() Hash, secret, salt []byte, info string, keyLength int) ([]byte, error) {
	key, err := Extract(h, secret, salt)
	if err != nil {
		return nil, err
	}
	return Expand(h, key, info, keyLength)
}
