import { Migration } from '@mikro-orm/migrations';

/** EX_GDT_5070: the steps of a delivery leave with it once it has been kept long enough. */
export class ForgetDeliveries extends Migration {
  override up(): void {
    this.addSql('grant delete on delivery_event to cachet_app');
  }
}
