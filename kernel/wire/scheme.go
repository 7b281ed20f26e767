package wire

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"fmt"
	"hash"
	"strings"
)

// hashOf returns the hash of a signature scheme: "hmac-" and the name that Python's
// hashlib has for it.
func hashOf(scheme string) (func() hash.Hash, error) {
	name, ok := strings.CutPrefix(scheme, "hmac-")
	if scheme == "" {
		name, ok = "sha256", true
	}
	if !ok {
		return nil, fmt.Errorf("signature_scheme %q does not begin with hmac-", scheme)
	}
	switch name {
	case "sha256":
		return sha256.New, nil
	case "sha224":
		return sha256.New224, nil
	case "sha512":
		return sha512.New, nil
	case "sha384":
		return sha512.New384, nil
	case "sha1":
		return sha1.New, nil
	case "md5":
		return md5.New, nil
	case "sha3_224":
		return func() hash.Hash { return sha3.New224() }, nil
	case "sha3_256":
		return func() hash.Hash { return sha3.New256() }, nil
	case "sha3_384":
		return func() hash.Hash { return sha3.New384() }, nil
	case "sha3_512":
		return func() hash.Hash { return sha3.New512() }, nil
	}
	return nil, fmt.Errorf("signature_scheme %q: no hash %q", scheme, name)
}
