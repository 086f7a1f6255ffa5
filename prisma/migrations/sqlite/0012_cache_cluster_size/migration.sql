-- AlterTable: the next of AWS's sizes up.
ALTER TABLE "Stage" ADD COLUMN "cacheClusterSize" TEXT NOT NULL DEFAULT '0.5';
UPDATE "Stage" SET "cacheClusterSize" = '1.6' WHERE "cacheSizeBytes" > 536870912;
UPDATE "Stage" SET "cacheClusterSize" = '6.1' WHERE "cacheSizeBytes" > 1717986918;
ALTER TABLE "Stage" DROP COLUMN "cacheSizeBytes";
