// What a paste must not carry any further, what the helpdesk needs of it, and that no paste keeps the bot busy.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { redactorFor } from '../../../src/core/redact/redact.ts'

const redactor = redactorFor([])

const redact = (text: string): string => redactor.excerpt(text).text

describe('redact', () => {
  const masked: readonly (readonly [string, string, string])[] = [
    ['an address', 'Signed in as ana.lopez@contoso.com today', 'ana.lopez'],
    ['an address with a plus', 'ana+test@mail.contoso.co.uk', 'ana+test'],
    ['an address in brackets', 'From: Ana <ana@contoso.com>', 'ana@'],
    ['an address whose domain looks like a code', 'ana@0xcafe.example', 'cafe'],
    ['an address whose end looks like a code', 'ana@contoso.oxa', 'oxa'],
    ['an address that begins like a code', 'oxe@contoso.com', 'oxe'],
    ['an address whose domain looks like an id', 'ana@5f0c2a11-2345-4567-8123-0123456789ab.example', '2a11'],
    ['an address whose domain looks like a day', 'ana@2024-07-22.example', '2024'],
    ['an address whose domain looks like a version', 'ana@v1.2.example', 'v1'],
    ['an address whose domain looks like a long version', 'ana@1.2.5105.0.example', '5105'],
    ['an address on this machine itself', 'ana@127.0.0.1.example', '127'],
    ['an address without an @, whose domain looks like a code', 'ana [at] 0xcafe.example', 'cafe'],
    ['an address that ends like a program', '=@contoso.exe', 'contoso'],
    ['an address of a guest', 'ana_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'contoso.onmicrosoft'],
    ['an address with a letter of no width in it', 'ana@con\u200btoso.com', 'toso.com'],
    ['an account of a domain', 'user CONTOSO\\johndoe cannot sign in', 'johndoe'],
    ['an account of a machine', 'SQL1\\Admin4798', 'Admin4798'],
    ['an account by its address', 'AzureAD\\ana@contoso.com', 'ana@'],
    ['the folder of a person', 'C:\\Users\\johndoe\\Desktop\\vm.rdp', 'johndoe'],
    ['a share', 'saved to \\\\fileserver01\\home$\\johndoe', 'johndoe'],
    ['the server of a share', 'saved to \\\\fileserver01\\public', 'fileserver01'],
    ['an address of version 4', 'host 10.20.30.40 refused', '10.20.30.40'],
    ['an address with its port', '10.20.30.40:3389', '10.20.30.40'],
    ['an address of version 6', '2001:0db8:85a3:0000:0000:8a2e:0370:7334', '8a2e'],
    ['a shortened address of version 6', 'from 2001:db8::8a2e:370:7334 it fails', '8a2e'],
    ['a local address of version 6', 'fe80::1ff:fe23:4567:890a%12', '4567:890a'],
    [
      'a token',
      'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
      'SflKxw',
    ],
    ['a token that is cut off', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'eyJzdWIi'],
    ['a bearer token of another kind', 'Authorization: Bearer 0.AXkAp1uV4nHq8Zc2Lw9TbGkYd7', 'p1uV4nHq8'],
    ['a password', 'password: Hunter2!x', 'Hunter2'],
    ['a password after an equals sign', 'pwd=Hunter2!x;', 'Hunter2'],
    ['a password in quotes', 'password="Hunter2!x"', 'Hunter2'],
    ['a password in JSON', '{"user":"x","password":"Hunter2!x"}', 'Hunter2'],
    ['a password on a line of its own', 'Password:\nHunter2!x', 'Hunter2'],
    ['a password in a sentence', 'my password is hunter2 and it fails', 'hunter2'],
    ['a password of two words in quotes', 'Password: "two words"', 'two words'],
    ['a password for a command', 'cmdkey /user:x /pass:Secret99', 'Secret99'],
    ['a password in short', 'pw: Hunter2!x', 'Hunter2'],
    ['a PIN', 'PIN: 483920', '483920'],
    ['a password in German', 'Passwort: Hunter2!x', 'Hunter2'],
    ['a password in Spanish', 'contraseña: Hunter2!x', 'Hunter2'],
    ['a password in Japanese', 'パスワード: Hunter2!x', 'Hunter2'],
    ['a secret', 'client_secret=abc~DEF_123.456', 'abc~DEF'],
    ['an API key', 'api-key: 0123456789abcdef', '0123456789abcdef'],
    ['an account key', 'AccountKey=Zm9vYmFyYmF6cXV4==;EndpointSuffix=core.windows.net', 'Zm9vYmFy'],
    ['a signature in an address', 'https://x.blob.core.windows.net/c?sv=2022&sig=Zm9vYmFy%3D', 'Zm9vYmFy'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
    ['a private key that is cut off', '-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEA', 'MIIEow'],
    ['a recovery key', '123456-234567-345678-456789-567890-678901-789012-890123', '345678'],
    ['a phone number', 'call me at +49 170 1234 567', '1234'],
    ['a phone number with brackets', '1 (425) 555-0100', '555-0100'],
  ]
  for (const [what, text, secret] of masked) {
    it(`masks ${what}`, () => {
      assert.ok(!redact(text).includes(secret), redact(text))
      assert.match(redact(text), /\[[a-z ]+\]|^From: Ana$/)
    })
  }

  const kept: readonly (readonly [string, string])[] = [
    [
      'an error sentence',
      'The remote PC ended your session. If this keeps happening, contact your network administrator for assistance.',
    ],
    ['a sentence about a password', 'The user name or password is incorrect. Try again.'],
    ['a code', 'Error code: 0x3'],
    ['a code at an address', 'error@0x80072ee7'],
    ['a code behind a full stop', 'failed.0x80072ee7'],
    ['a text of Windows', 'Name=@FirewallAPI.dll,-28752'],
    ['a long code', 'Extended error code: 0x80072ee7'],
    ['a code of numbers', 'error code 2607'],
    ['a code of Entra', 'AADSTS50126: Error validating credentials due to invalid username or password.'],
    ['a named code', 'ERRCONNECT_CONNECT_FAILED [0x00020006]'],
    ['an activity id', 'Activity ID: 1f2e3d4c-5b6a-4c7d-8e9f-1234567890ab'],
    ['an activity id of mostly digits', 'Activity ID: 5f0c2a11-2345-4567-8123-0123456789ab'],
    ['an activity id of digits alone', 'Activity ID: 12345678-1234-4567-8123-012345678901'],
    ['a correlation id', 'Correlation ID: 0b5c9d1e-0000-4000-8000-00000000000f'],
    ['a time', 'Timestamp: 2024-07-22T10:15:30.1234567Z'],
    ['a time in words', '22.07.2024 10:15:30'],
    ['a time with a zone', '2024-07-22 10:15:30 +02:00'],
    ['a version', 'Version 1.2.5105.0'],
    ['a registry key', 'HKLM\\System\\CurrentControlSet\\Control\\Terminal Server\\fDenyTSConnections'],
    ['the question for a password', 'Enter your password: is it the right one?'],
    ['what a rule says about passwords', 'Your password has expired and must be changed.'],
    ['a port', 'TCP 3389 does not answer'],
    ['other languages', 'Der Remote-PC hat Ihre Sitzung beendet. セッションが終了しました。'],
  ]
  for (const [what, text] of kept) {
    it(`keeps ${what}`, () => {
      assert.equal(redact(text), text)
    })
  }

  it('keeps the rest of a line around what it masks', () => {
    assert.equal(redact('User ana@contoso.com on 10.0.0.4: Error code: 0x3'), 'User [address] on [ip]: Error code: 0x3')
  })

  it('keeps a code that touches an address', () => {
    assert.equal(redact('0x204-ana@contoso.com:0x205'), '0x204[address]:0x205')
  })

  it('takes out markup, empty lines and what does not show', () => {
    assert.equal(redact('<p>Error</p>\r\n\r\n<br/>\u0000code&nbsp;0x3\n   \n'), 'Error\ncode 0x3')
  })

  it('gives at most what a card holds', () => {
    assert.ok(redact('word '.repeat(10_000)).length <= 800)
  })

  it('masks before it cuts, so that no half of a secret is left at the end', () => {
    for (let before = 770; before <= 800; before++)
      assert.ok(!redact(`${'x'.repeat(before)} ana.lopez@contoso.com`).includes('ana.'), String(before))
  })

  it('tells which kinds of secrets were in it, each once, and counts no address or name among them', () => {
    assert.deepEqual(redactor.excerpt('password: Hunter2!x\npwd=Hunter3!x\nPIN: 4711').leaked, ['password', 'code'])
    assert.deepEqual(redactor.excerpt('sig=Zm9vYmFyZm9v%3D Bearer 0.AXkAp1uV4nHq8Zc2Lw9TbGkYd7').leaked, [
      'token',
      'key',
    ])
    assert.deepEqual(redactor.excerpt('ana@contoso.com on CPC-ana-01 at 10.0.0.4: Error code: 0x3').leaked, [])
  })

  it('tells of a secret in what an address or a share took along', () => {
    assert.deepEqual(redactor.excerpt('\\\\fs1\\x\\eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0').leaked, ['token'])
  })

  it('leaves to the helpdesk what they write on purpose, and masks their secrets all the same', () => {
    const note = 'Call +49 170 1234 567, then ana@contoso.com on \\\\fs1\\x.\n\nUse <b>vm01</b>.'
    assert.deepEqual(redactor.secrets(note), { text: note, leaked: [] })
    assert.deepEqual(redactor.secrets('New password: Hunter2!x for vm01.contoso.com'), {
      text: 'New password: [password] for vm01.contoso.com',
      leaked: ['password'],
    })
  })

  it('finds a secret of the helpdesk behind markup, another end of a line and what does not show', () => {
    for (const [written, masked] of [
      ['Password:\r\nGh7!kLp2xx', 'Password:\n[password]'],
      ['Pass\u200bword: Hunter22', 'Password: [password]'],
      ['Password:<br>Hunter22x', 'Password:\n[password]'],
      ['Pass<wbr>word: Hunter22', 'Password: [password]'],
      ['P&#97;ssword: Hunter22', 'Password: [password]'],
    ] as const)
      assert.deepEqual(redactor.secrets(written), { text: masked, leaked: ['password'] })
  })

  it('leaves the layout of what the helpdesk writes where it hides no secret', () => {
    assert.equal(
      redactor.secrets('Use <b>vm01</b>\n\n  👨\u200d💻 password: Hunter22').text,
      'Use <b>vm01</b>\n\n  👨\u200d💻 password: [password]',
    )
  })

  it('tells of a secret in markup that is left out on plain lines', () => {
    const { text, leaked } = redactor.secrets('<a href="https://x/?sig=Zm9vYmFyZm9v%3D">x</a> Pass<wbr>word: Hunter22')
    assert.equal(text, 'x  Password: [password]')
    assert.deepEqual(leaked, ['password', 'key'])
  })

  it('masks the names of machines and people that it was given', () => {
    const { all } = redactorFor(['VM-*', 'Anna Muster'])
    assert.equal(all('ANNA  MUSTER on vm-prod-1, not on xvm-2').text, '[name] on [name], not on xvm-2')
  })

  it('never cuts what is not for a card', () => {
    assert.equal(redactor.all('word '.repeat(500)).text.length, 2499)
  })

  it('finds nothing more to mask in what it has masked', () => {
    for (const [, text] of masked) assert.equal(redact(redact(text)), redact(text))
  })

  it('lets no address through, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.emailAddress(),
        fc.string({ maxLength: 60 }),
        (before, address, after) => {
          const domain = address.slice(address.lastIndexOf('@'))
          assert.ok(!redact(`${before} ${address} ${after}`).includes(domain))
        },
      ),
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        assert.ok(redact(text).length <= 800)
      }),
    )
  })

  const nasty: Readonly<Record<string, string>> = {
    'passwords that never come': 'password for the ',
    'words that may be passwords': 'aaaaa as my ',
    'Japanese words for passwords': 'パスワード',
    'heads of tables': 'x Password\n--- -\na x ',
    'tables of one column': 'Password\n---\n',
    'lines of a sheet': 'User Password A\nA A\n',
    'values without a name': '"value": "a", ',
    'halves of a value': '"value": "a',
    'ids of a vault': '"id": "https://a.aaa/secrets/a" ',
    'signatures that are cut': 'sig=\n',
    'heads of protected texts': '01000000d08c9ddf0115d1118c7a00c04fc297eb',
    'heads of other keys': '-----BEGIN OpenVPN a-----a',
    'groups of digits far apart': '123456        ',
    'addresses of databases': 'mysql://a:a/',
    'accounts of a database': 'sqlplus a/',
    'changes of a password': 'change my password from ',
    'German changes of a password': 'kennwort a a a a von a auf a ',
    'users and passwords': 'user id / password: a / ',
    'names of codes': 'password: ERROR_A_',
    'lines of a key': '-----BEGIN PRIVATE KEY-----\naaaa\n',
    'heads of commands': 'sqlcmd -x net use \\\\a az login ',
    'heads of commands in capitals': 'PsExec -u a SQLCMD -x AZ LOGIN ',
    'addresses with half a password': 'https://a:a',
    'halves of cookies': 'cookie:a=',
    'codes of Markdown': '**password** `',
    'opened brackets': 'password (',
    'parts of card numbers': '4111 ',
    'parts of account numbers': 'DE89 ',
    'parts of ids': '5f0c2a11-',
    'escaped signs': '&amp;amp;#38;',
    'paths of the registry': 'HKLM\\a ',
    'many @': '@',
    'codes in a domain': '0xa.',
    'codes behind an @': '@0xa',
    'one letter': 'a',
    'addresses that never end': 'a@a.',
    dots: 'a.',
    digits: '1',
    'half addresses of machines': '1.',
    colons: 'a:',
    backslashes: '\\',
    'half shares': '\\\\a\\',
    'heads of keys': '-----BEGIN ',
    'keys without an end': '-----BEGIN A KEY-----aaaa',
    'heads of tokens': 'eyJ',
    'halves of tokens': 'eyJaaaaaaaaa.',
    'words before secrets': 'password = ',
    'opened tags': '<',
    'tags that are never closed': `<${'a'.repeat(199)}`,
    'parts of recovery keys': '123456-',
    'parts of phone numbers': '+1 22 333 ',
    spaces: ' ',
    lines: '\n',
    'pasted emoji': '🧯',
  }
  for (const [what, unit] of Object.entries(nasty)) {
    it(`gets through 32 kB of ${what}`, () => {
      const text = unit.repeat(Math.ceil(32_768 / unit.length))
      assert.ok(redact(text).length <= 800)
    })
  }
})
