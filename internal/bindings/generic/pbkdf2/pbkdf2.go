// Package pbkdf2 is the standard library's crypto/pbkdf2.
package pbkdf2

import (
	"hash"

	"golab/internal/bindings/native"
)

func Key[Hash hash.Hash](h func() Hash, password string, salt []byte, iter, keyLength int) ([]byte, error) {
	return native.Key(func() hash.Hash { return h() }, password, salt, iter, keyLength)
}
