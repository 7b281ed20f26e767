// This file lets raw.go declare a function without a body.
