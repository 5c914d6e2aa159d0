// A server that speaks TLS with a certificate which it has signed itself, and remembers whether it was ever asked anything.
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** For 127.0.0.1, and nothing else than these tests. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVZfSge/ZnyxCh58C
1BtdQMiVwsbRYBDGbAaR2yEaQuWhRANCAASk34yriM9ri6udOzk9o6fVD3456dZa
S7Id6Nib89cZi6HnfZtYSkOu3+Zjlpw6J0QASssprsp/0FnA3U2badmm
-----END PRIVATE KEY-----`
export const cert = `-----BEGIN CERTIFICATE-----
MIIBSTCB8aADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCTEyNy4wLjAu
MTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
MTI3LjAuMC4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEpN+Mq4jPa4urnTs5
PaOn1Q9+OenWWkuyHejYm/PXGYuh532bWEpDrt/mY5acOidEAErLKa7Kf9BZwN1N
m2nZpqMyMDAwDwYDVR0RBAgwBocEfwAAATAdBgNVHQ4EFgQU9o1rUWoHN9e155k7
oVILWDnVwgwwCgYIKoZIzj0EAwIDRwAwRAIgUkkT9oWvJU7FSsxMxTbujORfvt3W
Y91YyZL452ukc/kCIF3JP9sjQO5fuf5B6uZRXHeoMykpxjBqBThd4pWETTfD
-----END CERTIFICATE-----`

export type Impostor = { readonly url: string; asked(): number; stop(): Promise<void> }

/** Answers whatever it is asked with the same JSON. */
export async function startImpostor(answer: object): Promise<Impostor> {
  let asked = 0
  const server = createServer({ key, cert }, (_, response) => {
    asked++
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
