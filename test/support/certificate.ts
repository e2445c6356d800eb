/**
 * A server of `127.0.0.1` with a certificate of an issuer that nobody knows, for tests. It is valid from 2020 to 2120.
 *
 * Made by `openssl ecparam -name prime256v1 -genkey`, `openssl req` and `openssl ca`. The key of the issuer is deleted.
 */
export const UNKNOWN_ISSUER = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBbzCCARagAwIBAgIBATAKBggqhkjOPQQDAjANMQswCQYDVQQDDAJjYTAgFw0y
MDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJbG9jYWxo
b3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/QEfkBF6T/WT5SrBTyhzUOVw
z+Npnhu4yaEZI4RksedKfDjAoXWikh0WS08+fy7vwpk8UYG4qDngaFcojnjsT6Ne
MFwwGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MB0GA1UdDgQWBBRSipckZfDX
riagMUz2t2YVNn/AvDAfBgNVHSMEGDAWgBRFXvpe+MvLdjPk7NZH6b5bXu16ljAK
BggqhkjOPQQDAgNHADBEAiBzdr/ihngRVVe7i+iSwcQYpRdmqoftN1JuQcN81cnU
5gIgQPPlUlU+davohKElTAJi0iTNrg937omRSqRD4jj2gHw=
-----END CERTIFICATE-----`,
  key: `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMRuUf3Rbiwj76xd2HFAUUrVydFY2qPiFTdrnssAxG4qoAoGCCqGSM49
AwEHoUQDQgAE/QEfkBF6T/WT5SrBTyhzUOVwz+Npnhu4yaEZI4RksedKfDjAoXWi
kh0WS08+fy7vwpk8UYG4qDngaFcojnjsTw==
-----END EC PRIVATE KEY-----`,
};
