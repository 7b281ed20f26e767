package spark

import (
	"fmt"

	"golab/spark/internal/wire"
)

// Conf is the configuration of a session at the server, by keys such as
// spark.sql.shuffle.partitions.
type Conf struct {
	session *Session
}

// Conf returns the session's configuration.
func (s *Session) Conf() Conf { return Conf{s} }

// Get returns the value of a key. It fails if the key has none.
func (c Conf) Get(key string) (string, error) {
	response, err := c.do(&wire.ConfigRequest_Operation{
		OpType: &wire.ConfigRequest_Operation_Get{Get: &wire.ConfigRequest_Get{Keys: []string{key}}},
	})
	if err != nil {
		return "", fmt.Errorf("spark: Conf.Get: %w", err)
	}
	for _, pair := range response.GetPairs() {
		if pair.GetKey() == key {
			return pair.GetValue(), nil
		}
	}
	return "", fmt.Errorf("spark: Conf.Get: the server says nothing about %q", key)
}

// Set sets the value of a key for this session. It fails for keys that only the
// server's start decides.
func (c Conf) Set(key, value string) error {
	_, err := c.do(&wire.ConfigRequest_Operation{
		OpType: &wire.ConfigRequest_Operation_Set{Set: &wire.ConfigRequest_Set{Pairs: []*wire.KeyValue{{Key: key, Value: &value}}}},
	})
	if err != nil {
		return fmt.Errorf("spark: Conf.Set: %w", err)
	}
	return nil
}

// Unset gives a key its default back.
func (c Conf) Unset(key string) error {
	_, err := c.do(&wire.ConfigRequest_Operation{
		OpType: &wire.ConfigRequest_Operation_Unset{Unset: &wire.ConfigRequest_Unset{Keys: []string{key}}},
	})
	if err != nil {
		return fmt.Errorf("spark: Conf.Unset: %w", err)
	}
	return nil
}

func (c Conf) do(operation *wire.ConfigRequest_Operation) (*wire.ConfigResponse, error) {
	if err := c.session.problem(); err != nil {
		return nil, err
	}
	return c.session.link.configure(c.session.ctx, operation)
}
