package nn

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// An MLP in bytes, all numbers little-endian:
//
//	magic     8 bytes  "golabmlp"
//	version   1 byte   1
//	numerics  3 bytes  product order, exp and log, lanes
//	count     4 bytes  of the layers
//	sizes     8 bytes  for each layer
//	weights   8 bytes  for each: float64
//	check     4 bytes  CRC-32 (IEEE) of all before
const (
	mlpMagic   = "golabmlp"
	mlpVersion = 1
	mlpHeader  = len(mlpMagic) + 1 + 3 + 4
	mlpCheck   = 4
)

// MarshalBinary returns the model as bytes. It fails when the weights do not fit the
// layers, or Numerics has a value that does not exist.
func (m *MLP) MarshalBinary() ([]byte, error) {
	if _, err := m.net(); err != nil {
		return nil, fmt.Errorf("nn: MLP.MarshalBinary: %w", err)
	}
	data := make([]byte, 0, mlpHeader+8*len(m.Layers)+8*len(m.Weights)+mlpCheck)
	data = append(data, mlpMagic...)
	data = append(data, mlpVersion, byte(m.Numerics.Products), byte(m.Numerics.ExpLog), byte(m.Numerics.Lanes))
	data = binary.LittleEndian.AppendUint32(data, uint32(len(m.Layers)))
	for _, n := range m.Layers {
		data = binary.LittleEndian.AppendUint64(data, uint64(n))
	}
	for _, v := range m.Weights {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	}
	return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data)), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *MLP) UnmarshalBinary(data []byte) error {
	read, err := decodeMLP(data)
	if err != nil {
		return fmt.Errorf("nn: MLP.UnmarshalBinary: %w", err)
	}
	*m = *read
	return nil
}

// decodeMLP takes memory only for numbers that data holds.
func decodeMLP(data []byte) (*MLP, error) {
	if len(data) < mlpHeader+mlpCheck || string(data[:len(mlpMagic)]) != mlpMagic {
		return nil, errors.New("the bytes are not an MLP of golab")
	}
	head, rest := data[len(mlpMagic):mlpHeader], data[mlpHeader:len(data)-mlpCheck]
	if head[0] != mlpVersion {
		return nil, fmt.Errorf("the bytes have version %d, this golab reads version %d", head[0], mlpVersion)
	}
	if binary.LittleEndian.Uint32(data[len(data)-mlpCheck:]) != crc32.ChecksumIEEE(data[:len(data)-mlpCheck]) {
		return nil, errors.New("the bytes are damaged: wrong checksum")
	}
	count := uint64(binary.LittleEndian.Uint32(head[4:]))
	if len(rest)%8 != 0 || count > uint64(len(rest)/8) {
		return nil, fmt.Errorf("%d bytes after the header do not hold %d layers and their weights", len(rest), count)
	}
	m := &MLP{
		Layers:   make([]int, count),
		Weights:  make([]float64, uint64(len(rest)/8)-count),
		Numerics: Numerics{ProductOrder(head[1]), ExpLog(head[2]), int(head[3])},
	}
	for i := range m.Layers {
		n := binary.LittleEndian.Uint64(rest[8*i:])
		if n > math.MaxInt32 {
			return nil, fmt.Errorf("layer %d has size %d, the most is %d", i, n, math.MaxInt32)
		}
		m.Layers[i] = int(n)
	}
	rest = rest[8*count:]
	for i := range m.Weights {
		m.Weights[i] = math.Float64frombits(binary.LittleEndian.Uint64(rest[8*i:]))
	}
	if _, err := m.net(); err != nil {
		return nil, err
	}
	return m, nil
}
