import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
import type { Refus } from '../../types/refus.js';
import { ScheduledJobResult } from '../../types/results.js';
import { ScheduledJobRunConnection, ScheduledJobType } from '../../types/scheduled-job.js';
import { answer } from '../answer.js';

/** The scheduled jobs of the installation. */
@Resolver()
export class JobOperations {
  @Query(
    () => [ScheduledJobType],
    described(
      'Travaux planifiés de l’installation, ceux qui échouent d’abord (personnes de l’opérateur, ou sa clé « compliance:read »).',
      'Scheduled jobs of the installation, those that fail first (people of the operator, or its key with “compliance:read”).',
    ),
  )
  jobs(@Ctx() context: ApiContext): Promise<readonly ScheduledJobType[]> {
    return signedIn(context).jobs.all();
  }

  @Query(
    () => ScheduledJobRunConnection,
    described(
      'Derniers passages d’un travail planifié, les plus récents d’abord (personnes de l’opérateur, ou sa clé « compliance:read »).',
      'Last runs of a scheduled job, newest first (people of the operator, or its key with “compliance:read”).',
    ),
  )
  jobRuns(
    @Ctx() context: ApiContext,
    @Arg('name', () => String, described('Nom du travail.', 'Name of the job.')) name: string,
    @Args() page: PageArguments,
  ): Promise<ScheduledJobRunConnection> {
    return signedIn(context).jobs.runs(name, page);
  }

  @Mutation(
    () => ScheduledJobResult,
    described(
      'Lance un travail dès qu’un processus le voit (administrateur de l’opérateur, jamais une clé). Le demander de nouveau, ou pendant qu’il tourne, ne change rien.',
      'Runs a job as soon as a process sees it (operator administrator, never a key). Asking again, or while it runs, changes nothing.',
    ),
  )
  async jobRunNow(
    @Ctx() context: ApiContext,
    @Arg('name', () => String, described('Nom du travail.', 'Name of the job.')) name: string,
  ): Promise<ScheduledJobType | Refus> {
    return answer(await signedIn(context).jobs.runNow(name));
  }
}
