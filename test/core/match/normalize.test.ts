// One spelling for what people, clients and OCR spell differently.
import assert from 'node:assert/strict'
import { clean, wordsOf } from '../../../src/core/match/normalize.ts'

const words = (text: string): string[] => wordsOf(clean(text))

describe('clean', () => {
  const cleaned: readonly (readonly [string, string, string])[] = [
    ['tags of a pasted web page', '<div class="x">The <b>logon</b> failed</div>', 'The logon failed'],
    ['entities', 'can&#39;t&nbsp;connect &quot;here&quot; &amp; there', 'can\'t connect "here" & there'],
    ['curly quotes', '“Remote Desktop” can’t', '"Remote Desktop" can\'t'],
    ['wide letters and digits', 'Ｅｒｒｏｒ ０ｘ３', 'Error 0x3'],
    ['letters that do not show', 'lo\u200bgon at\u00adtempt\ufeff', 'logon attempt'],
    [
      'what a copied dialog box adds',
      '[Window Title] Remote Desktop [Content] Failed [^] Hide details [OK] [Cancel]',
      'Remote Desktop Failed',
    ],
    ['an activity id', 'Activity ID: 1f2e3d4c-aaaa-bbbb-cccc-1234567890ab failed', 'Activity ID: failed'],
    ['a time', 'failed at 2024-07-22T10:15:30.123Z', 'failed at'],
  ]
  for (const [what, text, expected] of cleaned) {
    it(`tidies ${what}`, () => {
      assert.equal(clean(text).replace(/\s+/g, ' ').trim(), expected)
    })
  }

  it('leaves a plain sentence as it is', () => {
    assert.equal(clean('The logon attempt failed. (0x3)'), 'The logon attempt failed. (0x3)')
  })

  it('keeps a sign for "less than" that opens no tag', () => {
    assert.equal(clean('fewer than 3 < 5 and more'), 'fewer than 3 < 5 and more')
  })

  it('reads no more than the first 32,768 characters', () => {
    assert.equal(clean('x'.repeat(100_000)).length, 32_768)
  })
})

describe('wordsOf', () => {
  const alike: readonly (readonly [string, ...string[]])[] = [
    ["can't connect", 'cannot connect', 'cant connect', 'can not connect', 'CAN’T CONNECT', "can't connecting"],
    ["didn't work", 'did not work', 'didnt work', 'DID NOT WORK'],
    ["isn't allowed", 'is not allowed', 'isnt allowed'],
    ['logon', 'log on', 'login', 'log in', 'logging in', 'Log-on'],
    ['sign in', 'signing in', 'sign-in', 'Sign In'],
    ['remote desktop', 'Remote Desktop', 'mstsc', 'RDP'],
    [
      'Azure AD joined',
      'Azure Active Directory joined',
      'Microsoft Entra joined',
      'Entra ID joined',
      'AADJ',
      'AAD joined',
    ],
    ['Azure Virtual Desktop', 'AVD', 'WVD', 'Windows Virtual Desktop'],
    ['multi-factor authentication', 'multifactor authentication', 'MFA', '2FA', 'two-factor authentication'],
    ['virtual machine', 'VM', 'virtual machines', 'VMs'],
    ['Cloud PC', 'cloud pc', 'CloudPC', 'Cloud PCs', 'CPC'],
    ['greyed out', 'grayed out'],
    ['licence', 'license', 'licences'],
    ['user name', 'username', 'User-Name'],
    ['connection', 'connected', 'connecting', 'connect', 'connections'],
    ['stopped', 'stop', 'stopping'],
    ['attempt failed', 'attempts failed', 'ATTEMPT FAILED', 'attempt  failed'],
    ["the VM's password", 'the VM password'],
    ['logon fai1ed', 'logon failed'],
    ['Iogon attempt', 'logon attempt'],
    ['retumed', 'returned'],
    ['disp0sition', 'disposition'],
    ['informação', 'informacao'],
    ['logon attempt', 'lоgоn аttеmрt'],
    ['can’t connect', 'can&#8217;t connect', 'can&#x2019;t&#160;connect'],
    [
      'the logon attempt failed',
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><p>the logon attempt failed</p></blockquote>',
    ],
  ]
  for (const [first, ...others] of alike) {
    for (const other of others) {
      it(`reads "${other}" as "${first}"`, () => {
        assert.deepEqual(words(other), words(first))
      })
    }
  }

  const unlike: readonly (readonly [string, string])[] = [
    ['can connect', 'cannot connect'],
    ['did work', 'did not work'],
    ['sign in', 'sign out'],
    ['user name', 'computer name'],
    ['password', 'passport'],
    ['2012 R2', '2016 R2'],
    ['session', 'sessions host'],
  ]
  for (const [a, b] of unlike) {
    it(`keeps "${a}" and "${b}" apart`, () => {
      assert.notDeepEqual(words(a), words(b))
    })
  }

  it('cuts scripts without spaces into pairs, so that a part of a sentence is found in it', () => {
    const whole = words('ログオンに失敗しました')
    for (const pair of words('失敗しま')) assert.ok(whole.includes(pair), pair)
    assert.ok(whole.length > 5)
  })

  it('leaves codes to those who read codes', () => {
    assert.deepEqual(words('failed with 0x3, Ox80072EE7'), words('failed with'))
  })

  it('finds no words in signs alone', () => {
    assert.deepEqual(words('?!… — 🙂 \n\t'), [])
  })

  it('gives the same words for its own words', () => {
    for (const text of ['The logon attempt failed', 'connections were refused', 'Azure Virtual Desktop session host']) {
      const once = words(text)
      assert.deepEqual(words(text), once)
    }
  })
})
