// One of several processes that write the audit at once: `append-audit.ts FILE COUNT`, which begins when it gets a message.
import { once } from 'node:events'
import { openDatabase } from '../../src/store/db.ts'
import { anEntry, append } from './audit-entries.ts'

const [, , file = '', count = ''] = process.argv
const database = await openDatabase({ kind: 'sqlite', file })
process.send?.('ready')
await once(process, 'message')
for (let done = 0; done < Number(count); done++) await append(database.db, anEntry({ surface: 'worker' }))
await database.close()
process.disconnect()
