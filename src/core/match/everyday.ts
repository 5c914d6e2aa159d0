// The words of any complaint: "I can't connect to my Cloud PC", "ich komme nicht rein". They make no symptom.
// Without this list most of them would seem to: in a catalog that is mostly English, what German or Spanish is made of is rare.
import { wordsOf } from './normalize.ts'

const complaints = [
  // English.
  '365 able accept access account again always and any anymore app asap avd azure been click cloud',
  'cloudpc computer connect connection desktop device does doing down enter every everything fail',
  'failed failing go hello help home how into just laptop let lets log login logon longer machine me',
  'morning nobody none nothing now office one only onto open opens out pc please possible press problem',
  'rdp reach reconnect remote screen server session sign signin since somebody start starts still stop',
  'stopped thanks then they today tried unable up urgent use user using vdi via virtual vm vpc what',
  'when why windows won work worked working works workspace yesterday',
  // German.
  'ab aber ach alle alles als am an angemeldet anmelden anmeldung arbeiten auch auf aus bei beim',
  'bekomme benutzer bildschirm bin bis bitte bleibt brauche computer da danke dass dem den der des',
  'desktop diese diesem diesen dieser drauf durch ein einloggen einwahl einwählen er erreichbar',
  'erreiche erreichen es fehl fehler fehlermeldung fehlgeschlagen früh für ganz gar gehen geht gerade',
  'gerät gestern gibt guten habe haben hallo hat helfen hergestellt herstellen heute hilfe homeoffice',
  'hänge hängt ich ihr ihre im immer in ins irgendwie ist ja jemand jetzt kann kein keine keinen klappt',
  'komm komme kommen kommst kommt konnte konto können könnt könnte leider lässt man maschine mehr mein',
  'meine meinem meinen meiner meldung mich mir mit moin morgen möglich nach nicht nichts niemand noch',
  'nun nur passiert per plötzlich problem probleme reagiert rechner rein remotecomputer remotedesktop',
  'remoteverbindung schlägt schon seit server sich sie sind sitzung so starten startet steht tag tut um',
  'und uns unser unsere verbinden verbindet verbindung verbindungen verbunden virtuell virtuelle',
  'virtuellen virtueller vom von vor warum was weder wenn werden wie wieder will wir wird wurde zu',
  'zugreifen zugriff zum zur öffnen öffnet über',
  // Spanish.
  'abrir acceder acceso aceptan ahora al algo aparece apareció arranca ayer ayuda buenas buenos casa',
  'con conecta conectar conectarme conectarnos conectarse conexiones conexión consigo cuando cuenta da',
  'deja del desde días el ella en entra entrar entre entro equipo error es escritorio escritorios esta',
  'estoy está favor funciona funcionan funcionar gracias hace hay hola hoy inicia iniciar inicio la lo',
  'los mañana me mensaje mi mis máquina máquinas más nada nadie ni no nuestra nuestro nuevo ordenador',
  'para pasa podemos poder por porque problema problemas pude pudimos pudo puede pueden puedo qué',
  'remota remoto reunión sale se sesión si sido siempre sin su tampoco tengo tiene todo todos trabajar',
  'trabajo urgente usuario ventana virtual ya yo',
  // French.
  "acceptent accès accéder affiche ai aide arrive arrivons au aujourd'hui aux avec avoir bonjour bureau",
  "c'est ce cela cette comment compte connecte connecter connecté connexion connexions d'accès dans de",
  'depuis distance distant démarre démarrer désolé elle en encore entrer erreur est et faire fois',
  "fonctionne fonctionnent fonctionner hier il ils impossible j'ai j'arrive je jours l'accès l'erreur",
  "l'ordinateur la lance lancer le les m'aider ma machine maintenant mais maison marche marchent matin",
  "me merci mes message mon n'accepte n'acceptent n'ai n'arrive n'arrivons n'est ne nos notre nous on",
  'ordinateur ou ouvre ouvrir par pas personne peut peuvent peux plaît plus plusieurs poste pour',
  "pourquoi pouvez problème problèmes pu qu'il qu'on quand que qui rien s'affiche s'il s'ouvre sans se",
  'session si soir son suis sur toujours tout travailler un une urgent utilisateur utiliser virtuel',
  'virtuelle votre vous y ça échec échoue échoué être',
  // Portuguese.
  'abrir aceita aceitam acessar acesso agora ajuda ao bom com computador conecta conectar conexão',
  'conexões consegue conseguimos consigo conta da deixa desde dia do em entrar erro estou está favor',
  'funciona funcionam hoje inicia iniciar ligar ligação mais manhã me mensagem meu meus minha máquina',
  'na nada nem ninguém no nosso nossos não olá ontem para pode podemos por posso problema quando remota',
  'remoto sem sessão seu trabalhar trabalho um uma usuário utilizador área',
  // Japanese and Chinese; they are cut into pairs of characters.
  '接続できない 接続できません 接続できませんでした 接続できなくなりました サインインできない',
  'サインインできません サインインできませんでした ログインできない ログインできません ログオンできない',
  'ログオンできません に接続 にサインイン にログイン クラウド リモート デスクトップ リモートデスクトップ',
  'コンピューター パソコン 仮想マシン 开始 无法连接 无法登录 无法登陆 连接 登录 无法连接到 远程电脑',
  '远程桌面 无法连接到远程电脑 无法连接到远程计算机 无法连接到远程桌面 云电脑 虚拟机 连接失败 登录失败',
  '連線 無法連線 無法登入 アクセスできない アクセスできません 使えない 使えません 开不了 连不上 打不开',
]

const everyday = new Set(complaints.flatMap((line) => wordsOf(line)))

/** Does the word stand in any complaint, so that it makes no symptom however rare it is? */
export const isEveryday = (word: string): boolean => everyday.has(word)
