package zmtp

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"

	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"
)

// CurveKeys is a pair of keys of Curve25519.
type CurveKeys struct {
	Public, Secret [32]byte
}

// NewCurveKeys makes a pair of keys.
func NewCurveKeys() (*CurveKeys, error) {
	public, secret, err := box.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("zmtp: NewCurveKeys: %w", err)
	}
	return &CurveKeys{*public, *secret}, nil
}

// ParseCurveKeys reads a pair of keys as it is in a connection file: each of them
// 40 characters of Z85.
func ParseCurveKeys(public, secret string) (*CurveKeys, error) {
	var keys CurveKeys
	if err := parseKey(&keys.Public, public); err != nil {
		return nil, fmt.Errorf("zmtp: ParseCurveKeys: the public key: %w", err)
	}
	if err := parseKey(&keys.Secret, secret); err != nil {
		return nil, fmt.Errorf("zmtp: ParseCurveKeys: the secret key: %w", err)
	}
	derived, err := curve25519.X25519(keys.Secret[:], curve25519.Basepoint)
	if err != nil {
		return nil, fmt.Errorf("zmtp: ParseCurveKeys: the secret key: %w", err)
	}
	if subtle.ConstantTimeCompare(derived, keys.Public[:]) != 1 {
		return nil, errors.New("zmtp: ParseCurveKeys: the public key is not that of the secret key")
	}
	return &keys, nil
}

func parseKey(key *[32]byte, text string) error {
	data, err := DecodeZ85(text)
	if err != nil {
		return err
	}
	if len(data) != len(key) {
		return fmt.Errorf("%d characters, not 40", len(text))
	}
	copy(key[:], data)
	return nil
}

// Z85 returns the two keys as they are in a connection file.
func (k *CurveKeys) Z85() (public, secret string) {
	public, _ = EncodeZ85(k.Public[:]) // 32 is a multiple of 4
	secret, _ = EncodeZ85(k.Secret[:])
	return public, secret
}
