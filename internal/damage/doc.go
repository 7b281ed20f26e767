// Package damage spoils files, for the tests of those who read them. It is for tests
// only.
package damage
