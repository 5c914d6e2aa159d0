// What people call a password and a key in the languages that they paste, and what they say of one.

const alternatives = (words: readonly string[]): string => `(?:${words.join('|')})`

/** "Password", wherever in a word it stands: adminPassword, DB_PASSWORD, WLAN-Passwort. */
const longWords = [
  'pass[ _-]?wor[dt]',
  'passwd',
  'pwd',
  'pass[ _]?phrase',
  'passcode',
  'kennwort',
  'mot de passe',
  'contrase[ñn]a',
  'senha',
  'palavra[ -]passe',
  'wachtwoord',
  'toegangscode',
  'has[łl]o',
  '[şs][iİ]frem?',
  'parolam?',
  "parola d[’']ordine",
  'parola chiave',
  'chiave di accesso',
  'パスワード',
  'ﾊﾟｽﾜｰﾄﾞ',
  '暗証番号',
  '密码',
  '密碼',
  '口令',
  '비밀번호',
  'пароль',
  'lösenord',
  'adgangskode',
  'passord',
  'salasana',
  'heslo',
  'jelszó',
  'lozinka',
  'geslo',
  'mật khẩu',
  'kata (?:sandi|laluan)',
  'κωδικός',
  'รหัสผ่าน',
  'पासवर्ड',
  'كلمة (?:المرور|السر)',
  'סיסמה',
]

/** Too short to be looked for inside of a word. */
const shortWords = ['pass', 'pw', 'p/w', 'pswd', 'mdp']
/** They mean other things as well, so that only "clave: …" tells. */
const doubtfulWords = ['ww', 'clave', 'laps', 'ms-mcs-admpwd']

const alone = (words: readonly string[]): string => String.raw`(?<![\p{L}\d])${alternatives(words)}(?![\p{L}\d])`

export const passwordWords = `(?:${alternatives(longWords)}|${alone(shortWords)})`
export const allPasswordWords = `(?:${alternatives(longWords)}|${alone([...shortWords, ...doubtfulWords, 'mi clave'])})`

export const keyWords = alternatives([
  'secret[ _-]?(?:access[ _-]?)?(?:key|value)',
  'secret',
  '(?:api|access|account|storage(?:[ _-]?account)?|subscription|functions?|primary|secondary|master|encryption|registration|pre-?shared|wpa\\d?|wi-?fi|cosmos)[ _-]?key',
  'schlüssel',
  "clé d[’']api",
  alone(['psk', 'key[12]']),
  'key ?content',
  'keymaterial',
  'requirepass',
  '_key',
])

export const tokenWords = alternatives([
  'token',
  alone(['pat', 'jwt', 'rt']),
  '_pat(?!\\p{L})',
  'saml[ _-]?(?:response|request)',
  'cookie value',
])

/** Said of a password, or of the next thing: none itself. */
const remarks = new Set(
  (
    'is was are were be been has have had not no none never expired expiring wrong incorrect invalid valid correct right ok okay yes true false ' +
    'null undefined nil empty blank missing required hidden unknown unchanged changed reset set same old new appears prompt prompts for and or ' +
    'the my your its it this that please see above below enabled disabled accepted rejected refused forgotten failed error code secret string ' +
    'cannot can could keeps does did will would should after before when what how why where still only just asks again twice both change ' +
    'kerberos basic bearer negotiate ntlm username user password passwort kennwort pin token key value text word hash policy ' +
    'ist war wird wurde nicht falsch abgelaufen ungültig richtig siehe vergessen geändert gesperrt fehlt unbekannt leer kein keine nein und oder ' +
    'est était pas incorrecte expiré expirée invalide bon refusé oublié vide aucun aucune absente era incorrecta correcta válida ' +
    'inválida caducada vencida vacía scaduta errata corretta valida sbagliata vuota incorreta expirada errada correta vazia verlopen onjuist ' +
    'ongeldig goed fout leeg niet wygasło nieprawidłowe błędne puste brak nie yanlış geçersiz doldu boş fehler fehlercode ' +
    'correlation activity timestamp request trace 51:b passwordless windows10 windows11 windows365 office365 microsoft365'
  ).split(' '),
)

const bare = (value: string): string => value.replace(/^[^\p{L}\p{N}]{1,200}|[^\p{L}\p{N}]{1,200}$/gu, '').toLowerCase()

/** A word of a sentence about passwords, something blacked out already, or a placeholder. */
export const isRemark = (value: string): boolean =>
  remarks.has(bare(value)) ||
  bare(value) === '' ||
  /[:：]$/.test(value) ||
  /^(?:[<[({].{0,80}[\])}>]|x{3,}|\$[({]\w{1,40}[)}]|\$[a-z]{2,40}|\$\w{1,40}(?:\.[\w()]{1,40}){1,4})$/i.test(value)
