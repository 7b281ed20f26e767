package zmtp

import (
	"bytes"
	"testing"
)

func TestZ85(t *testing.T) {
	for _, test := range []struct {
		data string
		text string
	}{
		{"", ""},
		{"\x86\x4f\xd2\x6f\xb5\x59\xf7\x5b", "HelloWorld"}, // RFC 32
		{"\x00\x00\x00\x00", "00000"},
		{"\xff\xff\xff\xff", "%nSc0"},
	} {
		text, err := EncodeZ85([]byte(test.data))
		if err != nil || text != test.text {
			t.Errorf("EncodeZ85(%q) = %q, %v, want %q", test.data, text, err, test.text)
		}
		data, err := DecodeZ85(test.text)
		if err != nil || string(data) != test.data {
			t.Errorf("DecodeZ85(%q) = %q, %v, want %q", test.text, data, err, test.data)
		}
	}
	if _, err := EncodeZ85(make([]byte, 5)); err == nil {
		t.Error("5 bytes are encoded")
	}
	for _, text := range []string{"0000", "0000~", "#####", "%nSc1", "0000\xff"} {
		if data, err := DecodeZ85(text); err == nil {
			t.Errorf("%q is decoded as %q", text, data)
		}
	}
}

func FuzzZ85(f *testing.F) {
	f.Add("HelloWorld")
	f.Fuzz(func(t *testing.T, text string) {
		data, err := DecodeZ85(text)
		if err != nil {
			return
		}
		again, err := EncodeZ85(data)
		if err != nil || again != text {
			t.Errorf("%q comes back as %q, %v", text, again, err)
		}
	})
}

func TestCurveKeys(t *testing.T) {
	keys, other := newKeys(t), newKeys(t)
	public, secret := keys.Z85()
	if len(public) != 40 || len(secret) != 40 {
		t.Fatalf("keys of %d and %d characters", len(public), len(secret))
	}
	parsed, err := ParseCurveKeys(public, secret)
	if err != nil || !bytes.Equal(parsed.Public[:], keys.Public[:]) || !bytes.Equal(parsed.Secret[:], keys.Secret[:]) {
		t.Errorf("ParseCurveKeys: %v", err)
	}
	wrong, _ := other.Z85()
	for _, pair := range [][2]string{{"", secret}, {public, ""}, {public[:35], secret}, {public, "~" + secret[1:]}, {wrong, secret}} {
		if _, err := ParseCurveKeys(pair[0], pair[1]); err == nil {
			t.Errorf("the keys %q are taken", pair)
		}
	}
	// The test vector of libzmq's manual, zmq_curve(7).
	if _, err := ParseCurveKeys("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"); err != nil {
		t.Error(err)
	}
}
