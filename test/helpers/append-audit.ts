// One of several processes that write the audit at once: `append-audit.ts LOCATION COUNT`, which begins when it gets a message.
import { once } from 'node:events'
import { openDatabase } from '../../src/store/db.ts'
import type { StoreLocation } from '../../src/store/location.ts'
import { anEntry, append } from './audit-entries.ts'

const [, , location = '', count = ''] = process.argv
const database = await openDatabase(JSON.parse(location) as StoreLocation)
process.send?.('ready')
await once(process, 'message')
for (let done = 0; done < Number(count); done++) await append(database.db, anEntry({ surface: 'worker' }))
await database.close()
process.disconnect()
