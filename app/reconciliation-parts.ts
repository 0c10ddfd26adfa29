import type { OpenReconciliation } from '../main/reconciliation/inside.ts'
import { createReconciliation, type ReconciliationParts } from '../main/reconciliation/desk.node.ts'
import type { Settings } from '../main/settings.ts'
import type { DataFolder } from './data-folder.ts'
import { openFileShelf } from './file-shelf.ts'
import { createWorkerMatcher } from './reconcile-matcher.ts'

/** The provider's files and their matching, of a till whose files lie in this folder. */
export const reconciliationIn =
  (
    folder: DataFolder,
    settings: Settings,
    server: Pick<ReconciliationParts, 'server' | 'places' | 'practice'>,
  ): OpenReconciliation =>
  (inside) => {
    const shelf = folder.providerFiles(settings.mode)
    const { amountUnit, feeBasisPoints, ...terms } = settings.matching
    return createReconciliation({
      ...inside,
      ...server,
      files: openFileShelf(shelf),
      matcher: createWorkerMatcher(shelf),
      expected: {
        ...(server.places.account === '' ? {} : { account: server.places.account }),
        ...(amountUnit === undefined ? {} : { unit: amountUnit }),
      },
      terms: {
        ...terms,
        ...(feeBasisPoints === undefined ? {} : { feeBasisPoints }),
        ...(settings.gateway?.settlementCurrency === undefined
          ? {}
          : { settlementCurrency: settings.gateway.settlementCurrency }),
      },
    })
  }
